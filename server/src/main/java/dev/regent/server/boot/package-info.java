/// Opens and closes everything in the right order.
@NullMarked
package dev.regent.server.boot;

import org.jspecify.annotations.NullMarked;
