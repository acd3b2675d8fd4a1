#include "parts.hpp"

#include "addresses.hpp"

#include <cmath>

namespace kontor::catalog {

using namespace platform;

namespace {

constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_value = 1000;
constexpr std::size_t most = 100;
constexpr std::int64_t largest_number = (std::int64_t{1} << 53) - 1;

// Whole numbers above are not all told apart by readers of JSON that know doubles only.
bool is_too_large(const AttributeValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        return *whole > largest_number || *whole < -largest_number;
    const auto* number = std::get_if<double>(&value);
    return number && std::abs(*number) > static_cast<double>(largest_number);
}

}  // namespace

void check_currency(Findings& findings, platform::Currency currency, const std::string& pointer) {
    if (!currency.is_in_use())
        findings.add("catalog.no_such_currency", "nobody pays in " + std::string(currency.code()),
                     {pointer, "not_one_of", "a currency of ISO 4217 such as EUR"});
}

void check_count(Findings& findings, std::size_t count, std::size_t allowed,
                 const std::string& pointer) {
    if (count > allowed)
        findings.add("catalog.too_many", "there are " + std::to_string(count) + " of " + pointer,
                     {pointer, "length", "at most " + std::to_string(allowed)});
}

void check_category_names(Findings& findings, const std::vector<std::string>& names,
                          const std::string& pointer) {
    check_count(findings, names.size(), most, pointer);
    for (std::size_t index = 0; index < names.size(); ++index)
        if (!CategoryId::parse(names[index]) && !Slug::accept(names[index]))
            findings.add("catalog.not_a_slug",
                         "categories are named by slug, such as science-fiction, or by id",
                         {at(pointer, index), "format", Slug::rule()});
}

void check_attributes(Findings& findings, const std::map<std::string, AttributeValue>& attributes,
                      const std::string& pointer) {
    check_count(findings, attributes.size(), most, pointer);
    for (const auto& [name, value] : attributes) {
        const auto* text = std::get_if<std::string>(&value);
        if (is_too_large(value))
            findings.add("catalog.bad_attribute",
                         "this number is too large for an attribute: use a text",
                         {at(pointer, name), "range",
                          "from -" + std::to_string(largest_number) + " to " +
                              std::to_string(largest_number)});
        if (!is_plain_text(name, 1, longest_name) ||
            (text && !is_plain_text(*text, 0, longest_value)))
            findings.add("catalog.bad_attribute",
                         "attributes have names of 1 to 100 characters, and their texts are at "
                         "most 1000 characters long",
                         {pointer, "length", "shorter names and texts"});
    }
}

void check_seo(Findings& findings, const Seo& seo, const std::string& pointer) {
    const auto check = [&](const std::optional<std::string>& text, const std::string& member) {
        if (text && !is_plain_text(*text, 0, longest_value))
            findings.add("catalog.bad_seo", "texts for search engines are short",
                         {pointer + member, "length", "at most 1000 characters"});
    };
    check(seo.title, "/title");
    check(seo.description, "/description");
    check(seo.canonical, "/canonical");
    if (seo.canonical && !is_address(*seo.canonical))
        findings.add("catalog.bad_seo", "the canonical address is one of the web",
                     {pointer + "/canonical", "format",
                      "an https:// or http:// address at a host with a public name, or /a/path"});
}

void check_images(Findings& findings, const std::vector<NewImage>& images) {
    check_count(findings, images.size(), most, "/images");
    for (std::size_t index = 0; index < images.size(); ++index) {
        const auto& [url, media_id, alt] = images[index];
        if (url.has_value() == media_id.has_value())
            findings.add("catalog.bad_image", "an image is named by url or by media_id",
                         {at("/images", index), "either", "one of url and media_id"});
        else if (url && !is_address(url->value()))
            findings.add(
                "catalog.bad_image", "an image is fetched from the web or from this shop",
                {at("/images", index) + "/url", "format",
                 "an https:// or http:// address at a host with a public name, or /a/path"});
    }
}

void check_language(Findings& findings, const std::string& language, const std::string& pointer) {
    const auto tag = LanguageTag::accept(language);
    if (tag && tag->value() == language) return;
    findings.add("catalog.bad_language", "translations are named by language",
                 {pointer, "format", tag ? "written " + tag->value() : LanguageTag::rule()});
}

std::string slug_from(const std::string& title) {
    constexpr std::size_t room_for_number = 10;
    auto slug = Slug::from_title(title).substr(0, Slug::max - room_for_number);
    if (slug.ends_with('-')) slug.pop_back();
    return slug;
}

std::string free_slug(const std::string& base, const std::set<std::string>& taken) {
    if (!taken.contains(base)) return base;
    for (std::size_t number = 2;; ++number) {
        auto slug = base + "-" + std::to_string(number);
        if (!taken.contains(slug)) return slug;
    }
}

std::string name_of_slug(const std::string& slug) {
    auto name = slug;
    std::ranges::replace(name, '-', ' ');
    if (!name.empty() && name.front() >= 'a' && name.front() <= 'z')
        name.front() = static_cast<char>(name.front() - 'a' + 'A');
    return name;
}

}  // namespace kontor::catalog
