/// A Docker engine double, strict: a call that it does not know is an error.
@NullMarked
package dev.regent.testkit.docker;

import org.jspecify.annotations.NullMarked;
