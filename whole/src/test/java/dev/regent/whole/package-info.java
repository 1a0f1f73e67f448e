/// The packaged server as a process, seen from outside: what it promises over kills, races and
/// restored databases.
@NullMarked
package dev.regent.whole;

import org.jspecify.annotations.NullMarked;
