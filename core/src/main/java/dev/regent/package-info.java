/// Regent on one screen: [dev.regent.Regent] is the flow, its stages are the packages below.
@NullMarked
package dev.regent;

import org.jspecify.annotations.NullMarked;
