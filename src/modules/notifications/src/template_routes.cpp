#include "routes.hpp"

#include "kinds.hpp"

namespace kontor::notifications {

using platform::Result;
using namespace platform::http;

namespace {

constexpr auto tag = "Message templates (staff)";
constexpr auto bad_template = "notifications.bad_template";
constexpr auto secret_link =
    "notifications.secret_link: letters of the kind carry links that open accounts, as do header "
    "and footer; an admin words them";
constexpr std::size_t longest_template = 2 << 20;

struct TemplatePath {
    std::string kind;
    platform::LanguageTag locale;
};
BOOST_DESCRIBE_STRUCT(TemplatePath, (), (kind, locale))

struct Kinds {
    std::vector<TemplateKind> data;
};
BOOST_DESCRIBE_STRUCT(Kinds, (), (data))

struct Revisions {
    std::vector<TemplateRevision> data;
};
BOOST_DESCRIBE_STRUCT(Revisions, (), (data))

struct PreviewRequest {
    std::optional<platform::Text<1, 64>> order;  // number or id
    std::optional<TemplateParts> parts;
};
BOOST_DESCRIBE_STRUCT(PreviewRequest, (), (order, parts))

std::optional<auth::UserId> user_of(const Caller& caller) {
    if (!caller.user) return std::nullopt;
    return auth::UserId(*caller.user);
}

// Whoever words a letter decides where its link goes, and the account that it opens may be
// anybody's.
Result<> may_word(const Caller& caller, const std::string& kind) {
    if (!carries_secret_link(kind) || caller.role == auth::roles::admin) return {};
    return platform::Error{
        platform::ErrorKind::forbidden, "notifications.secret_link",
        "Letters of this kind, or what this is a part of, carry links that open accounts, an "
        "admin's too. Their words are changed by an admin who is signed in, or in the shop's "
        "files."};
}

// A preview about an order shows who ordered what, and where it is sent.
Result<> may_preview(const Caller& caller, const PreviewRequest& asked) {
    if (!asked.order || caller.may("orders.read")) return {};
    return platform::Error{
        platform::ErrorKind::forbidden, "notifications.orders_not_permitted",
        "A preview about an order shows what is in it, which takes the permission orders.read. "
        "Leave out order: the preview is about made-up goods then."};
}

void add_editing(Router& router, MessageTemplates& templates) {
    const std::string path = "/v1/admin/message-templates/{kind}/{locale}";
    router.add(
        Route(Method::put, path, "edit_message_template",
              "Write the parts of a template in one language")
            .by_staff_of("messages")
            .tag(tag)
            .up_to(longest_template)
            .describe("Takes the place of what staff had written before. A part that is "
                      "left out is as the shop's files or the program have it.")
            .may_answer(403, secret_link)
            .may_answer(422, bad_template),
        [&templates](const Call<TemplatePath, TemplateParts>& call) -> Result<MessageTemplate> {
            if (const auto may = may_word(call.caller, call.path.kind); !may) return may.error();
            return templates.edit(call.path.kind, call.path.locale, call.body,
                                  user_of(call.caller));
        });

    router.add(Route(Method::del, path, "reset_message_template",
                     "Take back what staff has written; the history stays")
                   .by_staff_of("messages")
                   .tag(tag)
                   .may_answer(403, secret_link),
               [&templates](const Call<TemplatePath>& call) -> Result<> {
                   if (const auto may = may_word(call.caller, call.path.kind); !may)
                       return may.error();
                   return templates.reset(call.path.kind, call.path.locale, user_of(call.caller));
               });

    router.add(
        Route(Method::post, path + "/preview", "preview_message_template",
              "What a message would say, about made-up goods or an order")
            .by_staff_of("messages")
            .tag(tag)
            .up_to(longest_template)
            .idempotency(IdempotencyKey::ignored)
            .may_answer(403, "notifications.orders_not_permitted: order takes orders.read, too")
            .may_answer(422, std::string(bad_template) + ", notifications.not_about_orders"),
        [&templates](const Call<TemplatePath, PreviewRequest>& call) -> Result<Preview> {
            if (const auto may = may_preview(call.caller, call.body); !may) return may.error();
            std::optional<std::string> order;
            if (call.body.order) order = call.body.order->value();
            return templates.preview(call.path.kind, call.path.locale, order,
                                     call.body.parts.value_or(TemplateParts{}));
        });
}

}  // namespace

void add_template_routes(Router& router, MessageTemplates& templates) {
    router.add(Route(Method::get, "/v1/admin/message-templates", "list_message_templates",
                     "What the shop writes about, and the values that templates may name")
                   .by_staff_of("messages")
                   .tag(tag),
               [&templates](const Call<>&) -> Result<Kinds> { return Kinds{templates.kinds()}; });

    router.add(Route(Method::get, "/v1/admin/message-templates/{kind}/{locale}",
                     "get_message_template", "The template in force in one language")
                   .by_staff_of("messages")
                   .tag(tag),
               [&templates](const Call<TemplatePath>& call) -> Result<MessageTemplate> {
                   return templates.in_force(call.path.kind, call.path.locale);
               });

    router.add(Route(Method::get, "/v1/admin/message-templates/{kind}/{locale}/history",
                     "list_template_revisions", "Every change, newest first, a hundred at most")
                   .by_staff_of("messages")
                   .tag(tag),
               [&templates](const Call<TemplatePath>& call) -> Result<Revisions> {
                   auto found = templates.history(call.path.kind, call.path.locale);
                   if (!found) return found.error();
                   return Revisions{*std::move(found)};
               });
    add_editing(router, templates);
}

}  // namespace kontor::notifications
