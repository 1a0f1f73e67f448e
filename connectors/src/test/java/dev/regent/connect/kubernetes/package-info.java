@NullMarked
package dev.regent.connect.kubernetes;

import org.jspecify.annotations.NullMarked;
