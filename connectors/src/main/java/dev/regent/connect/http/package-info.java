/// What every connector over HTTP shares: transport, retries, credentials, paging. It knows no product.
@NullMarked
package dev.regent.connect.http;

import org.jspecify.annotations.NullMarked;
