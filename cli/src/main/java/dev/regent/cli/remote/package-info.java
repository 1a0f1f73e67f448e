/// The commands that speak to a running server over its REST interface.
@NullMarked
package dev.regent.cli.remote;

import org.jspecify.annotations.NullMarked;
