#pragma once

#include <kainjow/mustache.hpp>

#include <filesystem>
#include <map>
#include <mutex>
#include <string>

namespace kontor::notifications {

struct Letter {
    std::string subject;
    std::string text;
    std::string html;
};

// The letters of the shop: <kind>.subject, <kind>.text and <kind>.html in mustache. Thread-safe.
class Templates {
public:
    // The built-in templates; a file <name>.mustache in the directory, unless that is empty,
    // replaces one. Throws std::runtime_error for a template that does not parse and for a file
    // that replaces none.
    explicit Templates(const std::filesystem::path& directory);

    Letter render(const std::string& kind, const kainjow::mustache::data& data);

private:
    void parse(const std::string& name, const std::string& text, const std::string& origin);
    std::string render_one(const std::string& name, const kainjow::mustache::data& data);

    std::mutex mutex_;
    std::map<std::string, kainjow::mustache::mustache> parsed_;
};

}  // namespace kontor::notifications
