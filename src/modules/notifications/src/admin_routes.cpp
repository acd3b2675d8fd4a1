#include "notifications/module.hpp"
#include "platform/http/cursor.hpp"

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

Result<MessageFilter> filter_of(const ListQuery& query, const Cursors& cursors,
                                const std::string& context) {
    MessageFilter filter;
    filter.status = query.status;
    if (query.limit) filter.limit = static_cast<std::size_t>(query.limit->value());
    if (query.cursor) {
        const auto keys = cursors.read(context, *query.cursor, 1);
        if (!keys) return keys.error();
        filter.after = MessageId::parse(keys->front());
    }
    return filter;
}

Result<Page<Message>> page(Notifications& notifications, const Cursors& cursors,
                           const ListQuery& query) {
    const auto context =
        "messages:" + std::string(query.status ? platform::enum_name(*query.status) : "");
    auto filter = filter_of(query, cursors, context);
    if (!filter) return filter.error();

    const auto limit = filter->limit++;
    Page<Message> answer{notifications.list(*filter), {}};
    if (answer.data.size() > limit) {
        answer.data.resize(limit);
        answer.next_cursor.value = cursors.write(context, {answer.data.back().id.text()});
    }
    return answer;
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
