/** The API document (OpenAPI 3.1) and its readable page, both made from the route table. */
@NullMarked
package dev.latchkey.platform.openapi;

import org.jspecify.annotations.NullMarked;
