/** Asking nodes for JSON over HTTP with deadlines, size limits and typed failures. */
@NullMarked
package dev.latchkey.networks.http;

import org.jspecify.annotations.NullMarked;
