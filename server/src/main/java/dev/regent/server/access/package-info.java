/// Who may do what.
@NullMarked
package dev.regent.server.access;

import org.jspecify.annotations.NullMarked;
