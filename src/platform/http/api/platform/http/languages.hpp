#pragma once

#include "platform/core/constrained.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::platform::http {

// At least one, each once, no more than most; the first is the default.
class LanguageList {
public:
    using Base = std::vector<LanguageTag>;
    static constexpr std::string_view broken = "length";
    static constexpr std::size_t most = 32;

    LanguageList();  // English
    static std::optional<LanguageList> accept(std::vector<LanguageTag> languages);
    static std::string rule() { return "a list of 1 to 32 languages, each once"; }

    const std::vector<LanguageTag>& value() const { return value_; }

private:
    std::vector<LanguageTag> value_;
};

// Which of the languages that there are a client is answered in. Thread-safe.
class Languages {
public:
    explicit Languages(LanguageList languages) : tags_(languages.value()) {}

    const std::string& fallback() const { return tags_.front(); }
    bool is_one() const { return tags_.size() == 1; }

    // By quality, then by order in the header (RFC 9110, 12.5.4). de-AT is content with de where
    // there is no de-AT, and de with de-CH where that is all there is; * is any language that the
    // header does not name. The default where nothing fits or the header cannot be read. Allocates
    // nothing, and looks at nothing where there is but one language.
    const std::string& negotiate(std::string_view accept_language) const;

    // What an answer to this target is kept under: the target itself for the default language, else
    // written into buffer.
    std::string_view cache_key(std::string_view target, std::string_view language,
                               std::string& buffer) const;

private:
    std::size_t best_for(std::string_view range) const;

    std::vector<LanguageTag> tags_;
};

}  // namespace kontor::platform::http
