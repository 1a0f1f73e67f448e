/// A registry double that speaks the OCI distribution protocol over real HTTP.
@NullMarked
package dev.regent.testkit.registry;

import org.jspecify.annotations.NullMarked;
