/// Policy files, read strictly into the rules of `analyse`: what isn't understood is refused with
/// its place.
@NullMarked
package dev.regent.policy;

import org.jspecify.annotations.NullMarked;
