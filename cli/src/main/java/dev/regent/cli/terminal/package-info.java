/// What every command needs to know of whoever called it: variables, streams, the terminal, times as people type them.
@NullMarked
package dev.regent.cli.terminal;

import org.jspecify.annotations.NullMarked;
