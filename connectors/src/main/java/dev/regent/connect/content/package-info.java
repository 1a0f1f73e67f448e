/// What manifests, configs and lists say, parsed from bytes that nobody vouches for.
@NullMarked
package dev.regent.connect.content;

import org.jspecify.annotations.NullMarked;
