#include "templates.hpp"

#include "built_in_templates.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace kontor::notifications {

namespace {

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("the template " + path.string() + " cannot be read");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string as_it_is(const std::string& text) {
    return text;
}

}  // namespace

Templates::Templates(const std::filesystem::path& directory) {
    for (const auto& [name, text] : built_in_templates)
        parse(name, std::string(text), "built-in template " + name);
    if (directory.empty()) return;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        const auto& path = entry.path();
        if (path.extension() != ".mustache") continue;
        if (!built_in_templates.contains(path.stem()))
            throw std::runtime_error("there is no template " + path.stem().string() +
                                     " that the file " + path.string() + " could replace");
        parse(path.stem(), content_of(path), path);
    }
}

void Templates::parse(const std::string& name, const std::string& text, const std::string& origin) {
    kainjow::mustache::mustache parsed(text);
    if (!parsed.is_valid())
        throw std::runtime_error("the template " + origin +
                                 " does not parse: " + parsed.error_message());
    if (!name.ends_with(".html")) parsed.set_custom_escape(as_it_is);
    parsed_.insert_or_assign(name, std::move(parsed));
}

Letter Templates::render(const std::string& kind, const kainjow::mustache::data& data) {
    const std::lock_guard lock(mutex_);
    auto subject = render_one(kind + ".subject", data);
    std::ranges::replace_if(
        subject, [](char letter) { return letter == '\n' || letter == '\r'; }, ' ');
    return {std::move(subject), render_one(kind + ".text", data), render_one(kind + ".html", data)};
}

std::string Templates::render_one(const std::string& name, const kainjow::mustache::data& data) {
    return parsed_.at(name).render(data);
}

}  // namespace kontor::notifications
