#include "template_desk.hpp"

#include "kinds.hpp"
#include "letters.hpp"
#include "notifications/events.hpp"
#include "platform/audit/deed.hpp"
#include "template_store.hpp"

namespace kontor::notifications {

using namespace platform;

namespace {

bool exists(const std::string& kind) {
    return find_kind(kind) || is_layout(kind);
}

Error bad_template(const std::vector<std::string>& complaints) {
    Error error{ErrorKind::invalid, "notifications.bad_template",
                "The template is not good: " + complaints.front() + "."};
    for (const auto& complaint : complaints) {
        const auto dot = complaint.find('.', complaint.find('.') + 1);
        const auto part = complaint.substr(dot + 1, complaint.find(' ') - dot - 1);
        const bool is_part = dot < complaint.find(' ');
        error.problems.push_back({is_part ? "/" + part : "", "template", complaint});
    }
    return error;
}

TemplateParts parts_where(const auto& text_of) {
    TemplateParts parts;
    for_each_member<TemplateParts>([&](std::string_view name, auto member) {
        if (const auto text = text_of(std::string(name)))
            parts.*member = TemplateText::accept(*text);
    });
    return parts;
}

}  // namespace

TemplateDesk::TemplateDesk(Database& database, EventLog& events, const Clock& clock,
                           orders::Orders& orders, const Shop& shop, const Config& config)
    : database_(database),
      events_(events),
      clock_(clock),
      orders_(orders),
      config_(config),
      templates_(config.template_directory, shop.language, config.time_zone),
      edited_([&database] { return database.read(store::edited_templates); }) {}

Templates& TemplateDesk::current() {
    templates_.set_edited(edited_.get());
    return templates_;
}

std::vector<TemplateKind> TemplateDesk::kinds() {
    const auto& templates = current();
    std::vector<TemplateKind> found;
    for (const auto& kind : notifications::kinds())
        found.push_back({kind.name, kind.is_optional, value_names(values_of(kind.name)),
                         templates.locales_of(kind.name)});
    for (const auto layout : layouts)
        found.push_back({std::string(layout), false, value_names(common_sample()),
                         templates.locales_of(std::string(layout))});
    return found;
}

Result<MessageTemplate> TemplateDesk::in_force(const std::string& kind, const LanguageTag& locale) {
    if (!exists(kind)) return no_such_kind(kind);
    const auto& templates = current();
    const auto edited = database_.read(store::edited_templates);
    return MessageTemplate{kind, locale, parts_where([&](const std::string& part) {
                               return templates.source(kind, part, locale);
                           }),
                           parts_where([&](const std::string& part) -> std::optional<std::string> {
                               const auto found = edited.find({kind, locale, part});
                               if (found == edited.end()) return std::nullopt;
                               return found->second;
                           })};
}

Result<std::vector<TemplateRevision>> TemplateDesk::history(const std::string& kind,
                                                            const LanguageTag& locale) {
    if (!exists(kind)) return no_such_kind(kind);
    return database_.read([&](Reader& reader) { return store::revisions(reader, kind, locale); });
}

Result<MessageTemplate> TemplateDesk::edit(const std::string& kind, const LanguageTag& locale,
                                           const TemplateParts& parts,
                                           const std::optional<auth::UserId>& by) {
    if (!exists(kind)) return no_such_kind(kind);
    const auto sources = sources_of(kind, locale, parts);
    const auto complaints =
        current().with_edited(kind, locale, sources)->complaints_about(kind, locale, sources);
    if (!complaints.empty()) return bad_template(complaints);
    const auto before = in_force(kind, locale);
    add_revision(kind, locale, parts, by);
    auto after = in_force(kind, locale);
    if (before && after) audit::changed(*before, *after);
    return after;
}

Result<> TemplateDesk::reset(const std::string& kind, const LanguageTag& locale,
                             const std::optional<auth::UserId>& by) {
    const auto now = in_force(kind, locale);
    if (!now) return now.error();
    if (!sources_of(kind, locale, now->edited).empty())
        add_revision(kind, locale, std::nullopt, by);
    audit::removed(now->edited);
    return {};
}

void TemplateDesk::add_revision(const std::string& kind, const std::string& locale,
                                const std::optional<TemplateParts>& parts,
                                const std::optional<auth::UserId>& by) {
    const auto id = TemplateRevisionId::make();
    database_.transact([&](Tx& tx) {
        store::add_revision(tx, id, kind, locale, parts, by, clock_.now());
        events_.publish(tx, TemplateChanged{id});
    });
    look_again();
}

Result<Values> TemplateDesk::preview_values(const std::string& kind,
                                            const std::optional<std::string>& order) {
    auto values = values_of(kind);
    const bool is_optional = find_kind(kind) && find_kind(kind)->is_optional;
    if (!is_optional && !is_layout(kind)) values.erase("unsubscribe_url");
    for (const auto& [name, value] : shop_values(config_)) values[name] = value;
    if (!order) return values;

    const auto found = orders_.find(*order);
    if (!found) return found.error();
    if (!values.contains("number"))
        return Error{ErrorKind::invalid, "notifications.not_about_orders",
                     "Messages of the kind " + kind + " are about no order: leave it out."};
    for (const auto& [name, value] : find_kind("order_placed")->sample) values.erase(name);
    for (const auto& [name, value] : order_values(*found)) values[name] = value;
    return values;
}

Result<Preview> TemplateDesk::preview(const std::string& kind,
                                      const std::optional<LanguageTag>& locale,
                                      const std::optional<std::string>& order,
                                      const TemplateParts& parts) {
    if (!find_kind(kind)) return no_such_kind(kind);
    const auto wanted = locale ? locale->value() : current().default_locale();
    auto sources = sources_of(kind, wanted, parts);
    std::unique_ptr<Templates> tried;
    if (!sources.empty()) {
        const auto now = in_force(kind, *LanguageTag::accept(wanted));
        sources.merge(sources_of(kind, wanted, now->edited));
        tried = current().with_edited(kind, wanted, sources);
        const auto complaints = tried->complaints_about(kind, wanted, sources);
        if (!complaints.empty()) return bad_template(complaints);
    }
    auto& templates = tried ? *tried : current();
    const auto values = preview_values(kind, order);
    if (!values) return values.error();

    const auto letter = templates.write(kind, Channel::email, wanted, *values).value();
    Preview preview{kind, letter.language, letter.subject, letter.text, letter.html, {}, {}};
    if (const auto sms = templates.write(kind, Channel::sms, wanted, *values))
        preview.sms = sms->text;
    if (const auto push = templates.write(kind, Channel::push, wanted, *values))
        preview.push = push->text;
    return preview;
}

std::optional<Letter> TemplateDesk::write(const std::string& kind, Channel channel,
                                          const std::string& locale, const Values& values) {
    return current().write(kind, channel, locale, values);
}

}  // namespace kontor::notifications
