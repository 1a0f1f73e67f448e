/// The nouns of the OCI specifications, as values that exist only when they are well formed.
@NullMarked
package dev.regent.oci;

import org.jspecify.annotations.NullMarked;
