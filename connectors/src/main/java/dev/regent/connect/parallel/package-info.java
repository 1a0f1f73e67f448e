/// Many things at once, few of them under way.
@NullMarked
package dev.regent.connect.parallel;

import org.jspecify.annotations.NullMarked;
