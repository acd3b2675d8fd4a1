#include "routes.hpp"

#include "platform/http/counted_paging.hpp"

namespace kontor::notifications {

using platform::Result;
using namespace platform::http;

namespace {

constexpr auto tag = "Messages (staff)";

struct ListQuery {
    std::optional<MessageStatus> status;
    std::optional<platform::Text<1, 100>> kind;
    std::optional<Channel> channel;
    std::optional<platform::Text<1, 500>> recipient;
    std::optional<orders::OrderId> order;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(ListQuery, (),
                      (status, kind, channel, recipient, order, limit, cursor, include))

struct MessagePath {
    MessageId message;
};
BOOST_DESCRIBE_STRUCT(MessagePath, (), (message))

Result<CountedPage<Message>> page(Notifications& notifications, const Cursors& cursors,
                                  const ListQuery& query) {
    MessageFilter filter{.status = query.status, .channel = query.channel, .order = query.order};
    if (query.kind) filter.kind = query.kind->value();
    if (query.recipient) filter.recipient = query.recipient->value();
    const auto context = "messages:" + platform::json::write(filter);
    const auto read = [&](const auto& after, std::size_t rows) {
        filter.after = after;
        filter.limit = rows;
        return notifications.list(filter);
    };
    return CountedPaging(cursors, context, query).by_id(&Message::id, read);
}

}  // namespace

void add_routes(Router& router, Notifications& notifications, auth::Auth& auth,
                const std::string& shop_name, const std::string& cursor_secret) {
    add_message_routes(router, notifications, Cursors(cursor_secret));
    add_template_routes(router, notifications.templates());
    add_customer_routes(router, notifications.correspondence(), auth, shop_name);
}

void add_message_routes(Router& router, Notifications& notifications, const Cursors& cursors) {
    router.add(
        Route(Method::get, "/v1/admin/messages", "list_messages", "Outgoing messages, newest first")
            .describe("recipient: an address or a device as a whole, in any case of letters, or a "
                      "telephone number with the code of its country, however it is written; its + "
                      "is %2B.")
            .by_staff_of("messages")
            .tag(tag),
        [&notifications, cursors](const Call<Nothing, Nothing, ListQuery>& call)
            -> Result<CountedPage<Message>> { return page(notifications, cursors, call.query); });

    router.add(Route(Method::get, "/v1/admin/messages/{message}", "get_message",
                     "One message with what it says")
                   .by_staff_of("messages")
                   .tag(tag),
               [&notifications](const Call<MessagePath>& call) -> Result<WholeMessage> {
                   return notifications.message(call.path.message);
               });

    router.add(Route(Method::post, "/v1/admin/messages/{message}/resend", "resend_message",
                     "Send the same once more, as a message of its own")
                   .by_staff_of("messages")
                   .tag(tag),
               [&notifications](const Call<MessagePath>& call) -> Result<Answer<201, Message>> {
                   return created(notifications.resend(call.path.message), "/v1/admin/messages");
               });

    router.add(Route(Method::post, "/v1/admin/messages/{message}/retry", "retry_message",
                     "Try a message again that has failed for good")
                   .by_staff_of("messages")
                   .tag(tag)
                   .may_answer(409, "invalid_transition: it has not failed"),
               [&notifications](const Call<MessagePath>& call) -> Result<Message> {
                   return notifications.retry(call.path.message);
               });
}

}  // namespace kontor::notifications
