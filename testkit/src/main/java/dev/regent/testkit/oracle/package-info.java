/// Judges a made-up registry the slow and simple way, from what `CONTRACT` and `DESIGN` promise
/// alone: what the real judge, planner and arithmetic are compared with.
@NullMarked
package dev.regent.testkit.oracle;

import org.jspecify.annotations.NullMarked;
