#pragma once

#include "invoices/document.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace kontor::invoices {

// Documents as text, from templates/invoice.<language>.<html|pdf>.mustache or what replaces them.
// Thread-safe.
class Templates {
public:
    // Throws std::invalid_argument for a file in the directory that replaces nothing or cannot be
    // parsed. directory: "" where there is none.
    explicit Templates(const std::filesystem::path& directory);
    ~Templates();

    // part: "html" or "pdf". In English where the language has no template.
    std::string render(const Document& document, const std::string& part,
                       const std::string& language) const;

private:
    struct Parsed;
    void parse(const std::string& name, const std::string& text);

    mutable std::mutex mutex_;
    std::map<std::string, std::unique_ptr<Parsed>> parsed_;
};

}  // namespace kontor::invoices
