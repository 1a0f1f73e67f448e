/// The volume of a CNCF Distribution registry, read directly: untagged manifests and orphan blobs too, and no request.
/// Nothing is ever written there.
@NullMarked
package dev.regent.connect.storage;

import org.jspecify.annotations.NullMarked;
