package dev.latchkey.access.decision;

import tools.jackson.databind.node.ObjectNode;

/** What somebody wants to do: the permission that it takes, what they would do it to, and under what circumstances. */
record Question(String permission, ObjectNode resource, ObjectNode environment) {}
