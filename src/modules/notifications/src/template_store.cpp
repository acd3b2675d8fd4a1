#include "template_store.hpp"

#include "platform/db/json_column.hpp"

namespace kontor::notifications {

namespace {

using platform::JsonColumn;
using platform::Reader;
using platform::Tx;

struct CurrentRow {
    std::string kind;
    std::string locale;
    std::optional<JsonColumn<TemplateParts>> parts;
};
BOOST_DESCRIBE_STRUCT(CurrentRow, (), (kind, locale, parts))

struct RevisionRow {
    TemplateRevisionId id;
    std::optional<JsonColumn<TemplateParts>> parts;
    std::optional<auth::UserId> changed_by;
    platform::Time changed_at;
};
BOOST_DESCRIBE_STRUCT(RevisionRow, (), (id, parts, changed_by, changed_at))

}  // namespace

Sources sources_of(const std::string& kind, const std::string& locale, const TemplateParts& parts) {
    Sources sources;
    platform::for_each_member<TemplateParts>([&](std::string_view name, auto member) {
        if (const auto& text = parts.*member)
            sources.emplace(TemplateName{kind, locale, std::string(name)}, text->value());
    });
    return sources;
}

namespace store {

Sources edited_templates(Reader& reader) {
    Sources sources;
    for (const auto& row : reader.all<CurrentRow>(
             "select distinct on (kind, locale) kind, locale, parts"
             " from notifications.template_revision order by kind, locale, revision desc"))
        if (row.parts) sources.merge(sources_of(row.kind, row.locale, row.parts->value));
    return sources;
}

void add_revision(Tx& tx, const TemplateRevisionId& id, const std::string& kind,
                  const std::string& locale, const std::optional<TemplateParts>& parts,
                  const std::optional<auth::UserId>& by, platform::Time now) {
    tx.defer("lock table notifications.template_revision in share row exclusive mode");
    std::optional<JsonColumn<TemplateParts>> column;
    if (parts) column = {*parts};
    tx.run(
        "insert into notifications.template_revision"
        " (id, kind, locale, parts, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6)",
        id, kind, locale, column, by, now);
}

std::vector<TemplateRevision> revisions(Reader& reader, const std::string& kind,
                                        const std::string& locale) {
    std::vector<TemplateRevision> found;
    for (auto& row : reader.all<RevisionRow>(
             "select id, parts, changed_by, changed_at from notifications.template_revision"
             " where kind = $1 and locale = $2 order by revision desc limit 100",
             kind, locale)) {
        std::optional<TemplateParts> parts;
        if (row.parts) parts = std::move(row.parts->value);
        found.push_back({row.id, std::move(parts), row.changed_by, row.changed_at});
    }
    return found;
}

}  // namespace store

}  // namespace kontor::notifications
