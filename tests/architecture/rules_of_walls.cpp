#include "rules.hpp"

#include <algorithm>
#include <regex>

namespace kontor::architecture {
namespace {

// A header that costs seconds, and the folders of src that may pay.
struct HeavyHeader {
    std::string start;
    std::vector<std::string> owners;
};

const std::vector<HeavyHeader>& heavy_headers() {
    static const std::vector<HeavyHeader> table{
        {"boost/asio", {"src/platform/http", "src/platform/ext"}},
        {"boost/beast", {"src/platform/http", "src/platform/ext"}},
        {"boost/signals2", {"src/platform/http", "src/platform/events"}},
        {"CLI/", {"src/app"}},
        {"curl/", {"src/platform/client"}},
        {"libpq-fe.h", {"src/platform/db"}},
        {"prometheus/", {"src/platform/telemetry"}},
        {"sodium", {"src/platform/security", "src/platform/core"}},
        {"spdlog/", {"src/platform/telemetry"}},
        {"yaml-cpp/", {"src/platform/config"}},
    };
    return table;
}

bool may_include(const Source& source, const HeavyHeader& heavy) {
    const bool is_public = source.is_header() && source.path.find("/api/") != std::string::npos;
    return !is_public && std::ranges::any_of(heavy.owners, [&](const std::string& owner) {
        return source.is_in(owner);
    });
}

std::string first_folder(const std::string& path) {
    return path.substr(0, path.find('/'));
}

// Why src/modules/<module>/... may not include a file of another module; "" when it may.
std::string complaint(const Tree& tree, const std::string& module, const std::string& path) {
    const auto other = first_folder(path);
    const auto& declared = tree.modules.at(module);
    const auto ring_has = [&](const char* ring) {
        return tree.has("src/modules/" + other + "/" + ring + "/" + path);
    };
    if (ring_has("values")) return "";
    if (ring_has("api")) {
        const bool calls = declared.calls.contains(other);
        return calls ? "" : "declare CALLS " + other + " in the module's CMakeLists.txt";
    }
    if (ring_has("events")) {
        const bool listens = declared.listens.contains(other);
        return listens ? "" : "declare LISTENS " + other + " in the module's CMakeLists.txt";
    }
    return "only the api, the events and the values of '" + other + "' are open to other modules";
}

// In lower case, with the contents of SQL's own strings left out.
std::string to_bare_sql(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    static const std::regex quoted("'[^']*'");
    return std::regex_replace(text, quoted, "''");
}

bool is_sql(const std::string& text) {
    static const std::regex start(
        R"(^\s*(select|insert|update|delete|with|merge|from|join|left|inner|where|and|or)\s)");
    return std::regex_search(text, start);
}

}  // namespace

Violations check_heavy_includes(const Tree& tree) {
    Violations violations;
    for (const auto& source : tree.sources) {
        if (!source.is_in("src")) continue;
        for (const auto& include : source.includes) {
            for (const auto& heavy : heavy_headers()) {
                if (!include.path.starts_with(heavy.start) || may_include(source, heavy)) continue;
                violations.push_back({source.path, include.line,
                                      "<" + include.path + "> belongs into the sources of " +
                                          heavy.owners.front() + " and into no header of its api"});
            }
        }
    }
    return violations;
}

Violations check_platform_knows_no_module(const Tree& tree) {
    Violations violations;
    for (const auto& source : tree.sources) {
        if (!source.is_in("src/platform")) continue;
        for (const auto& include : source.includes) {
            if (!tree.modules.contains(first_folder(include.path))) continue;
            violations.push_back(
                {source.path, include.line,
                 "the platform may not include \"" + include.path + "\", for it knows no module"});
        }
    }
    return violations;
}

Violations check_declared_includes(const Tree& tree) {
    Violations violations;
    for (const auto& source : tree.sources) {
        const auto module = tree.module_of(source);
        if (!tree.modules.contains(module)) continue;
        for (const auto& include : source.includes) {
            const auto other = first_folder(include.path);
            std::string why;
            if (include.path.find("../") != std::string::npos) {
                why = "name the file from its include root, without ..";
            } else if (other != module && tree.modules.contains(other)) {
                why = complaint(tree, module, include.path);
            }
            if (why.empty()) continue;
            violations.push_back({source.path, include.line, "\"" + include.path + "\": " + why});
        }
    }
    return violations;
}

Violations check_own_schema(const Tree& tree) {
    Violations violations;
    for (const auto& source : tree.sources) {
        const auto module = tree.module_of(source);
        if (!tree.modules.contains(module) || source.is_header()) continue;
        for (const auto& literal : source.literals) {
            const auto sql = to_bare_sql(literal.text);
            if (!is_sql(sql)) continue;
            for (const auto& [other, declared] : tree.modules) {
                std::smatch found;
                if (other == module ||
                    !std::regex_search(sql, found, std::regex("\\b" + other + "\\.[a-z_]+"))) {
                    continue;
                }
                violations.push_back({source.path, literal.line,
                                      found.str() + " is a table of module '" + other +
                                          "'; call its api or keep a read model"});
            }
        }
    }
    return violations;
}

}  // namespace kontor::architecture
