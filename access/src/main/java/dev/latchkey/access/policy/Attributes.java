package dev.latchkey.access.policy;

import tools.jackson.databind.node.ObjectNode;

/** What a decision is made about: everything that conditions can look at. Nobody may change it while it is used. */
public record Attributes(ObjectNode subject, ObjectNode resource, ObjectNode environment) {

    ObjectNode section(Section section) {
        return switch (section) {
            case SUBJECT -> subject;
            case RESOURCE -> resource;
            case ENVIRONMENT -> environment;
        };
    }
}
