package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.MalformedException;
import java.util.List;

/// One element of `/api/endpoint_groups`. What it says holds for each of its environments.
record GroupItem(int id, String name, List<Integer> tags, Access access) {

    /// Where environments are that nobody put into a group.
    static final int UNASSIGNED = 1;

    static final Shape.Members SHAPE =
            Access.in(Shape.with(Shape.values("Id", "Name"), "TagIds", Shape.each(Shape.value())));

    GroupItem {
        tags = List.copyOf(tags);
    }

    static GroupItem of(JsonNode item) throws MalformedException {
        return new GroupItem(
                Items.id(item, "Id"),
                Items.text(item, "Name").orElse(""),
                Items.numbers(item.path("TagIds")),
                Access.of(item));
    }
}
