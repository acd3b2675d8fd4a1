#pragma once

#include "notifications/ids.hpp"
#include "platform/core/describe.hpp"

namespace kontor::notifications {

// Staff changed what messages are written from, or took a change back.
struct TemplateChanged {
    static constexpr std::string_view name = "notifications.template_changed.v1";
    TemplateRevisionId revision;
};
BOOST_DESCRIBE_STRUCT(TemplateChanged, (), (revision))

}  // namespace kontor::notifications
