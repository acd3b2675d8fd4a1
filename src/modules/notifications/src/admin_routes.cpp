#include "notifications/module.hpp"
#include "platform/http/paging.hpp"

namespace kontor::notifications {

using platform::Result;
using namespace platform::http;

namespace {

struct ListQuery {
    std::optional<MessageStatus> status;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
};
BOOST_DESCRIBE_STRUCT(ListQuery, (), (status, limit, cursor))

Result<Page<Message>> page(Notifications& notifications, const Cursors& cursors,
                           const ListQuery& query) {
    const auto status = query.status ? platform::enum_name(*query.status) : std::string_view();
    const auto read = [&](const auto& after, std::size_t rows) {
        return notifications.list({query.status, after, rows});
    };
    return Paging(cursors, "messages:" + std::string(status), query).by_id(&Message::id, read);
}

}  // namespace

void add_routes(Router& router, Notifications& notifications, const std::string& cursor_secret) {
    router.add(
        Route(Method::get, "/v1/admin/messages", "list_messages", "Outgoing messages, newest first")
            .by(Access::staff("messages.read"))
            .tag("Messages (staff)"),
        [&notifications, cursors = Cursors(cursor_secret)](
            const Call<Nothing, Nothing, ListQuery>& call) -> Result<Page<Message>> {
            return page(notifications, cursors, call.query);
        });
}

}  // namespace kontor::notifications
