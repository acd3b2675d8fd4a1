#pragma once

#include "platform/http/languages.hpp"

inline kontor::platform::http::LanguageList languages(const std::vector<std::string>& tags) {
    std::vector<kontor::platform::LanguageTag> list;
    for (const auto& tag : tags) list.push_back(kontor::platform::LanguageTag::accept(tag).value());
    return kontor::platform::http::LanguageList::accept(std::move(list)).value();
}
