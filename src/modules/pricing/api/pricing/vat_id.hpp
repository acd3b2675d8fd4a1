#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kontor::pricing {

// A VAT identification number of the European Union, Northern Ireland, the United Kingdom, Norway
// or Switzerland, of a form that its country gives out and with the right check digit where that is
// simple; whether it was given out is not known. Upper case without separators.
class VatId {
public:
    using Base = std::string;
    static constexpr std::string_view broken = "format";

    VatId() = default;
    // Spaces, dots and hyphens between do not matter.
    static std::optional<VatId> accept(std::string text);
    static std::string rule() { return "a VAT identification number such as DE136695976"; }

    const std::string& value() const { return value_; }
    operator const std::string&() const { return value_; }
    std::string country() const;  // ISO 3166-1 alpha-2: GR for EL, GB for XI
    friend auto operator<=>(const VatId&, const VatId&) = default;

private:
    explicit VatId(std::string text) : value_(std::move(text)) {}
    std::string value_;
};

}  // namespace kontor::pricing
