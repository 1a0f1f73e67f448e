/// What works and which right is missing, tried just now.
@NullMarked
package dev.regent.server.doctor;

import org.jspecify.annotations.NullMarked;
