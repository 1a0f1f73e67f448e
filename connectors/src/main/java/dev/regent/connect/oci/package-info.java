/// Registries that speak the OCI distribution protocol, read over HTTP.
///
/// @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md">OCI</a>
@NullMarked
package dev.regent.connect.oci;

import org.jspecify.annotations.NullMarked;
