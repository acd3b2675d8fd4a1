#include "templates.hpp"

#include "embedded/message_templates.hpp"
#include "kinds.hpp"
#include "tags.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace kontor::notifications {

namespace {

constexpr std::string_view suffix = ".mustache";
constexpr std::string_view last_resort = "en";
constexpr std::size_t most_locales = 64;

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::invalid_argument("the template " + path.string() + " cannot be read");
    return {std::istreambuf_iterator<char>(file), {}};
}

[[noreturn]] void refuse(const std::string& origin, const std::string& complaint) {
    throw std::invalid_argument("the template " + origin + " " + complaint);
}

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> pieces;
    std::size_t start = 0;
    for (auto end = text.find(separator); end != std::string::npos;
         end = text.find(separator, start)) {
        pieces.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    pieces.push_back(text.substr(start));
    return pieces;
}

TemplateName name_of(const std::string& stem, const std::string& default_locale) {
    auto pieces = split(stem, '.');
    if (pieces.size() == 2) pieces.insert(pieces.begin() + 1, default_locale);
    if (pieces.size() != 3)
        refuse(stem, "must be called <kind>.<locale>.<part>" + std::string(suffix));
    const auto& [kind, locale, part] = std::tie(pieces[0], pieces[1], pieces[2]);
    if (!find_kind(kind) && !is_layout(kind))
        refuse(stem, "is of no use: " + no_such_kind(kind).message);
    const auto tag = platform::LanguageTag::accept(locale);
    if (!tag) refuse(stem, "names '" + locale + "', which is not " + platform::LanguageTag::rule());
    const bool is_part = std::ranges::find(all_parts(), part) != all_parts().end();
    if (!is_part || (is_layout(kind) && part != "text" && part != "html"))
        refuse(stem, "is of no use: there is no part '" + part +
                         "'; there are subject, text, html, sms and push, and of header and "
                         "footer text and html");
    return {kind, tag->value(), part};
}

bool may_include(const TemplateName& name) {
    return !is_layout(name.kind) && (name.part == "text" || name.part == "html");
}

// de-AT, then de.
template <class Visit>
auto from_narrow_to_wide(std::string locale, Visit visit) -> decltype(visit(locale)) {
    while (true) {
        if (auto found = visit(locale)) return found;
        const auto hyphen = locale.rfind('-');
        if (hyphen == std::string::npos) return {};
        locale.resize(hyphen);
    }
}

std::string as_it_is(const std::string& text) {
    return text;
}

std::string in_one_line(std::string text) {
    std::ranges::replace_if(
        text, [](char letter) { return letter == '\n' || letter == '\r'; }, ' ');
    while (text.ends_with(' ')) text.pop_back();
    return text;
}

kainjow::mustache::data localised(const boost::json::value& value, const Formats& formats) {
    using kainjow::mustache::data;
    if (const auto* text = value.if_string()) return data(std::string(*text));
    if (const auto* flag = value.if_bool()) return data(*flag);
    if (const auto* number = value.if_int64()) return data(std::to_string(*number));
    if (const auto* list = value.if_array()) {
        data items(data::type::list);
        for (const auto& item : *list) items.push_back(localised(item, formats));
        return items;
    }
    const auto* members = value.if_object();
    if (!members) return data(false);
    if (is_money(*members))
        return data(formats.money(
            {members->at("amount").as_int64(),
             platform::Currency::parse(members->at("currency").as_string()).value()}));
    if (is_time(*members))
        return data(formats.date(platform::parse_rfc3339(members->at("time").as_string()).value()));
    if (is_moment(*members))
        return data(
            formats.moment(platform::parse_rfc3339(members->at("moment").as_string()).value()));
    data object;
    for (const auto& [name, member] : *members) object.set(name, localised(member, formats));
    return object;
}

}  // namespace

Templates::Templates(const std::filesystem::path& directory, std::string default_locale,
                     std::string time_zone)
    : default_locale_(std::move(default_locale)), time_zone_(std::move(time_zone)) {
    for (const auto& file : embedded::message_templates()) {
        const std::string name(file.path.substr(0, file.path.size() - suffix.size()));
        layers_[built_in].emplace(name_of(name, default_locale_), file.text);
    }
    (void)formats(default_locale_);
    if (!directory.empty()) read_directory(directory);
}

void Templates::read_directory(const std::filesystem::path& directory) {
    std::error_code error;
    std::filesystem::directory_iterator entries(directory, error);
    if (error)
        throw std::invalid_argument("mail.template_directory: " + directory.string() +
                                    " cannot be read: " + error.message());
    for (const auto& entry : entries) {
        const auto& path = entry.path();
        if (path.extension() != suffix) continue;
        layers_[Layer::directory].emplace(name_of(path.stem(), default_locale_), content_of(path));
    }
    for (const auto& [name, source] : layers_[Layer::directory]) {
        const auto complaints = complaints_about(name.kind, name.locale, {{name, source}});
        if (!complaints.empty())
            throw std::invalid_argument("in " + directory.string() + ", " + complaints.front());
    }
}

std::vector<std::string> Templates::complaints_about(const std::string& kind,
                                                     const std::string& locale,
                                                     const Sources& sources) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> complaints;
    const auto values = values_of(kind);
    for (const auto& [name, source] : sources)
        for (const auto& complaint :
             notifications::complaints_about(source, values, may_include(name)))
            complaints.push_back(kind + "." + locale + "." + name.part + " " + complaint);
    if (is_layout(kind)) return complaints;
    for (const auto channel : {Channel::email, Channel::sms, Channel::push}) {
        std::string missing;
        bool is_begun = false;
        for (const auto part : parts_of(channel)) {
            const std::string name(part);
            const bool is_given = sources.contains({kind, locale, name});
            // The subject belongs to two channels: alone it begins none but a mail.
            is_begun |= is_given && (channel != Channel::push || name == "push");
            if (!is_given && !find(kind, part, locale)) missing += " " + name;
        }
        if (is_begun && !missing.empty())
            complaints.push_back(kind + "." + locale + " lacks" + missing +
                                 ": without it a message would be in two languages");
    }
    return complaints;
}

void Templates::set_edited(const std::shared_ptr<const Sources>& sources) {
    const std::lock_guard lock(mutex_);
    if (edited_ == sources) return;
    edited_ = sources;
    layers_[edited] = *sources;
    parsed_.clear();
}

std::unique_ptr<Templates> Templates::with_edited(const std::string& kind,
                                                  const std::string& locale,
                                                  const Sources& sources) const {
    auto copy = std::make_unique<Templates>("", default_locale_, time_zone_);
    const std::lock_guard lock(mutex_);
    copy->layers_ = layers_;
    auto& written = copy->layers_[edited];
    std::erase_if(written, [&](const auto& entry) {
        return entry.first.kind == kind && entry.first.locale == locale;
    });
    written.insert(sources.begin(), sources.end());
    return copy;
}

std::optional<std::string> Templates::source(const std::string& kind, const std::string& part,
                                             const std::string& locale) const {
    const std::lock_guard lock(mutex_);
    for (const auto& language : {locale, default_locale_, std::string(last_resort)})
        if (const auto* found = find(kind, part, language)) return *found;
    return std::nullopt;
}

std::vector<std::string> Templates::locales_of(const std::string& kind) const {
    const std::lock_guard lock(mutex_);
    std::set<std::string> locales;
    for (const auto& layer : layers_)
        for (const auto& [name, source] : layer)
            if (name.kind == kind) locales.insert(name.locale);
    return {locales.begin(), locales.end()};
}

const std::string* Templates::find(const std::string& kind, std::string_view part,
                                   const std::string& locale) const {
    return from_narrow_to_wide(locale, [&](const std::string& language) -> const std::string* {
        for (const auto& layer : layers_) {
            const auto found = layer.find({kind, language, std::string(part)});
            if (found != layer.end()) return &found->second;
        }
        return nullptr;
    });
}

const std::string* Templates::find_layout(std::string_view layout, const std::string& part,
                                          const std::string& locale) const {
    for (const auto& language : {locale, default_locale_, std::string(last_resort)})
        if (const auto* found = find(std::string(layout), part, language)) return found;
    return nullptr;
}

std::optional<std::string> Templates::language_for(const std::string& kind, Channel channel,
                                                   const std::string& locale) const {
    for (const auto& language : {locale, default_locale_, std::string(last_resort)}) {
        const bool is_whole = std::ranges::all_of(parts_of(channel), [&](std::string_view part) {
            return find(kind, part, language) != nullptr;
        });
        if (is_whole) return known(language);
    }
    return std::nullopt;
}

// A recipient may ask for any locale: what is kept for each must be of those that there are.
std::string Templates::known(const std::string& locale) const {
    const auto found =
        from_narrow_to_wide(locale, [&](const std::string& language) -> std::optional<std::string> {
            for (const auto& layer : layers_)
                for (const auto& [name, source] : layer)
                    if (name.locale == language) return language;
            return std::nullopt;
        });
    return found.value_or(default_locale_);
}

kainjow::mustache::mustache& Templates::parsed(const std::string& kind, const std::string& part,
                                               const std::string& locale) {
    const TemplateName name{kind, locale, part};
    if (const auto found = parsed_.find(name); found != parsed_.end()) return found->second;
    auto source = *find(kind, part, locale);
    if (may_include(name))
        source = with_layouts(source, [&](std::string_view layout) {
            const auto* text = find_layout(layout, part, locale);
            return text ? *text : std::string();
        });
    kainjow::mustache::mustache parsed(without_lines_of_tags(source));
    if (part != "html") parsed.set_custom_escape(as_it_is);
    return parsed_.insert_or_assign(name, std::move(parsed)).first->second;
}

const Formats& Templates::formats(const std::string& locale) {
    if (formats_.size() > most_locales) formats_.clear();
    auto& kept = formats_[locale];
    if (!kept) kept = std::make_unique<Formats>(locale, time_zone_);
    return *kept;
}

std::optional<Letter> Templates::write(const std::string& kind, Channel channel,
                                       const std::string& locale, const Values& values) {
    const std::lock_guard lock(mutex_);
    const auto language = language_for(kind, channel, locale);
    if (!language) return std::nullopt;
    // A narrower locale of the same language still tells how numbers are written.
    const auto& format =
        formats(locale.starts_with(language->substr(0, language->find('-'))) ? locale : *language);
    auto data = localised(values, format);
    data.set("language", *language);
    const auto render = [&](const std::string& part) {
        return parsed(kind, part, *language).render(data);
    };
    Letter letter;
    letter.language = *language;
    if (channel != Channel::sms) letter.subject = in_one_line(render("subject"));
    if (channel == Channel::email) {
        letter.text = render("text");
        letter.html = render("html");
    } else {
        letter.text = in_one_line(render(std::string(platform::enum_name(channel))));
    }
    return letter;
}

}  // namespace kontor::notifications
