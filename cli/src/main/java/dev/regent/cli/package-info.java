/// `regent …`: data on standard output, everything else on standard error.
@NullMarked
package dev.regent.cli;

import org.jspecify.annotations.NullMarked;
