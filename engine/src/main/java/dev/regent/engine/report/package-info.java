/// What people and scripts read of an audit: JSON to the letter of the contract, text for a terminal, a page to send.
@NullMarked
package dev.regent.engine.report;

import org.jspecify.annotations.NullMarked;
