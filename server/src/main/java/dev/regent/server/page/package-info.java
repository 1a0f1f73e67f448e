/// The console's files.
@NullMarked
package dev.regent.server.page;

import org.jspecify.annotations.NullMarked;
