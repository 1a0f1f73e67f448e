/// The API over HTTP, as `docs/openapi.yaml` describes it.
@NullMarked
package dev.regent.server.rest;

import org.jspecify.annotations.NullMarked;
