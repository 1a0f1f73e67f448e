/// What one registry stores and who marks it, in plain arrays of numbers: the arithmetic of bytes for estates of
/// millions. It knows no digest and no name: things are called by numbers that whoever keeps them gives them.
@NullMarked
package dev.regent.inventory.graph;

import org.jspecify.annotations.NullMarked;
