/// What the server does by itself and for people: it looks, proposes, carries out and undoes.
@NullMarked
package dev.regent.server.estate;

import org.jspecify.annotations.NullMarked;
