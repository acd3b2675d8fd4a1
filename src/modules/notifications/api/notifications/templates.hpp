#pragma once

#include "auth/ids.hpp"
#include "notifications/message.hpp"
#include "platform/core/constrained.hpp"
#include "platform/core/result.hpp"

#include <boost/json/object.hpp>

#include <vector>

namespace kontor::notifications {

using TemplateText = platform::Text<1, 100'000>;

// The sources of one kind of message in one language, in mustache. The subject of a mail is the
// title of a push message too.
struct TemplateParts {
    std::optional<TemplateText> subject{};
    std::optional<TemplateText> text{};
    std::optional<TemplateText> html{};
    std::optional<TemplateText> sms{};
    std::optional<TemplateText> push{};
};
BOOST_DESCRIBE_STRUCT(TemplateParts, (), (subject, text, html, sms, push))

struct TemplateKind {
    std::string kind;
    bool is_optional = false;         // recipients may unsubscribe from it
    std::vector<std::string> values;  // that templates may name; items.title within {{#items}}
    std::vector<std::string> locales;
};
BOOST_DESCRIBE_STRUCT(TemplateKind, (), (kind, is_optional, values, locales))

struct MessageTemplate {
    std::string kind;
    std::string locale;
    TemplateParts parts;   // in force, each where the nearest language has it
    TemplateParts edited;  // of these, what staff has written for this very language
};
BOOST_DESCRIBE_STRUCT(MessageTemplate, (), (kind, locale, parts, edited))

struct TemplateRevision {
    TemplateRevisionId id;
    std::optional<TemplateParts> parts;  // none: the change before was taken back
    std::optional<auth::UserId> changed_by;
    platform::Time changed_at;
};
BOOST_DESCRIBE_STRUCT(TemplateRevision, (), (id, parts, changed_by, changed_at))

// What a message says.
struct Letter {
    std::string language;
    std::string subject;
    std::string text;  // of a text message or a push message too
    std::string html;
};
BOOST_DESCRIBE_STRUCT(Letter, (), (language, subject, text, html))

struct Preview {
    std::string kind;
    std::string locale;  // of the templates that were used
    std::string subject;
    std::string text;
    std::string html;
    std::optional<std::string> sms;
    std::optional<std::string> push;
};
BOOST_DESCRIBE_STRUCT(Preview, (), (kind, locale, subject, text, html, sms, push))

// What a message tells about. Money ({"amount": 1, "currency": "EUR"}) and times
// ({"time": "2026-01-31T12:00:00.000Z"}) are written as the language has it.
using Values = boost::json::object;

// What messages are written from: built in, replaced by files of the shop, replaced by staff at
// run time. A template is looked for in de-AT, then de, then the shop's language, then English;
// a message is never in two languages. Thread-safe.
class MessageTemplates {
public:
    virtual ~MessageTemplates() = default;

    virtual std::vector<TemplateKind> kinds() = 0;
    // All refuse notifications.no_such_kind (not_found).
    virtual platform::Result<MessageTemplate> in_force(const std::string& kind,
                                                       const platform::LanguageTag& locale) = 0;
    // Newest first.
    virtual platform::Result<std::vector<TemplateRevision>> history(
        const std::string& kind, const platform::LanguageTag& locale) = 0;
    // Takes the place of what staff had written for this language; parts that are absent are as
    // they were without. Refuses notifications.bad_template (invalid): does not parse, names a
    // value or a part that the kind has not, or would make a message in two languages.
    virtual platform::Result<MessageTemplate> edit(const std::string& kind,
                                                   const platform::LanguageTag& locale,
                                                   const TemplateParts& parts,
                                                   const std::optional<auth::UserId>& by) = 0;
    // Back to the files. Nothing edited: no change.
    virtual platform::Result<> reset(const std::string& kind, const platform::LanguageTag& locale,
                                     const std::optional<auth::UserId>& by) = 0;
    // With made-up values, or with those of an order, by number or TypeID; parts: as if they were
    // in force. Refuses as edit(), orders.no_such_order.
    virtual platform::Result<Preview> preview(const std::string& kind,
                                              const std::optional<platform::LanguageTag>& locale,
                                              const std::optional<std::string>& order,
                                              const TemplateParts& parts) = 0;

    // Nothing where the kind has no template for the channel. The kind must exist.
    virtual std::optional<Letter> write(const std::string& kind, Channel channel,
                                        const std::string& locale, const Values& values) = 0;
    // Another process may have changed them.
    virtual void look_again() = 0;
};

}  // namespace kontor::notifications
