#include "platform/core/constrained.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace kontor::platform {

namespace {

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter_or_digit(char c) {
    return is_lower(c) || is_upper(c) || is_digit(c);
}
char to_lower(char c) {
    return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
char to_upper(char c) {
    return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

// Takes the first code point off the text; nothing, and the text untouched, when it is not UTF-8.
std::optional<char32_t> take_code_point(std::string_view& utf8) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
    const unsigned char first = byte(0);
    const std::size_t length = first < 0x80                     ? 1
                               : first >= 0xC2 && first <= 0xDF ? 2
                               : first >= 0xE0 && first <= 0xEF ? 3
                               : first >= 0xF0 && first <= 0xF4 ? 4
                                                                : 0;
    if (length == 0 || utf8.size() < length) return std::nullopt;

    char32_t code_point = length == 1 ? first : first & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return std::nullopt;
        code_point = (code_point << 6) | (byte(i) & 0x3F);
    }
    const bool overlong =
        (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    if (overlong || surrogate || code_point > 0x10FFFF) return std::nullopt;
    utf8.remove_prefix(length);
    return code_point;
}

bool is_control(char32_t c) {
    if (c == '\t' || c == '\n' || c == '\r') return false;
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

bool is_blank(char32_t c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

bool is_local_part(std::string_view text) {
    constexpr std::string_view symbols = "!#$%&'*+/=?^_`{|}~-.";
    if (text.empty() || text.size() > 64 || text.front() == '.' || text.back() == '.') return false;
    if (text.find("..") != text.npos) return false;
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return is_letter_or_digit(c) || symbols.find(c) != symbols.npos;
    });
}

bool is_label(std::string_view text) {
    if (text.empty() || text.size() > 63 || text.front() == '-' || text.back() == '-') return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_domain(std::string_view text) {
    for (int labels = 1;; ++labels) {
        const auto point = text.find('.');
        if (!is_label(text.substr(0, point))) return false;
        if (point == text.npos)
            return labels > 1 && text.size() > 1 &&
                   !std::all_of(text.begin(), text.end(), is_digit);
        text.remove_prefix(point + 1);
    }
}

// ISO 3166-1 alpha-2, in order.
constexpr std::string_view countries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM "
    "ZW";

// U+00C0 to U+017F, as a German reader would spell them without accents.
constexpr std::array<std::string_view, 192> latin = {
    "a", "a", "a",  "a",  "ae", "a", "ae", "c", "e", "e", "e", "e", "i",  "i", "i",  "i",
    "d", "n", "o",  "o",  "o",  "o", "oe", "",  "o", "u", "u", "u", "ue", "y", "th", "ss",
    "a", "a", "a",  "a",  "ae", "a", "ae", "c", "e", "e", "e", "e", "i",  "i", "i",  "i",
    "d", "n", "o",  "o",  "o",  "o", "oe", "",  "o", "u", "u", "u", "ue", "y", "th", "y",
    "a", "a", "a",  "a",  "a",  "a", "c",  "c", "c", "c", "c", "c", "c",  "c", "d",  "d",
    "d", "d", "e",  "e",  "e",  "e", "e",  "e", "e", "e", "e", "e", "g",  "g", "g",  "g",
    "g", "g", "g",  "g",  "h",  "h", "h",  "h", "i", "i", "i", "i", "i",  "i", "i",  "i",
    "i", "i", "ij", "ij", "j",  "j", "k",  "k", "k", "l", "l", "l", "l",  "l", "l",  "l",
    "l", "l", "l",  "n",  "n",  "n", "n",  "n", "n", "n", "n", "n", "o",  "o", "o",  "o",
    "o", "o", "oe", "oe", "r",  "r", "r",  "r", "r", "r", "s", "s", "s",  "s", "s",  "s",
    "s", "s", "t",  "t",  "t",  "t", "t",  "t", "u", "u", "u", "u", "u",  "u", "u",  "u",
    "u", "u", "u",  "u",  "w",  "w", "y",  "y", "y", "z", "z", "z", "z",  "z", "z",  "s"};

bool vanishes(char32_t c) {
    const bool apostrophe = c == '\'' || c == 0x2019;
    const bool combining = c >= 0x300 && c <= 0x36F;
    return apostrophe || combining || c == 0xAD;
}

std::string transliterate(char32_t c) {
    if (c < 0x80) {
        const char lower = to_lower(static_cast<char>(c));
        return is_letter_or_digit(lower) ? std::string(1, lower) : std::string();
    }
    if (c >= 0xC0 && c < 0xC0 + latin.size()) return std::string(latin[c - 0xC0]);
    return {};
}

}  // namespace

std::size_t count_characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

bool is_plain_text(std::string_view utf8, std::size_t min, std::size_t max) {
    std::size_t count = 0;
    bool blank = true;
    while (!utf8.empty()) {
        const auto code_point = take_code_point(utf8);
        if (!code_point || is_control(*code_point) || ++count > max) return false;
        blank = blank && is_blank(*code_point);
    }
    return (blank ? 0 : count) >= min;
}

bool EmailAddressRule::normalise(std::string& text) {
    const auto at = text.rfind('@');
    if (text.size() > max || at == text.npos) return false;
    const std::string_view view = text;
    if (!is_local_part(view.substr(0, at)) || !is_domain(view.substr(at + 1))) return false;
    const auto domain = std::span(text).subspan(at);
    std::ranges::transform(domain, domain.begin(), to_lower);
    return true;
}

std::vector<std::string_view> CountryCodeRule::choices() {
    std::vector<std::string_view> codes;
    for (auto rest = countries; !rest.empty(); rest.remove_prefix(std::min(rest.size(), 3ul)))
        codes.push_back(rest.substr(0, 2));
    return codes;
}

bool CountryCodeRule::normalise(const std::string& text) {
    return text.size() == 2 && is_upper(text[0]) && is_upper(text[1]) &&
           countries.find(text) != countries.npos;
}

bool LanguageTagRule::normalise(std::string& text) {
    if (text.size() > max) return false;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('-', begin), text.size());
        const auto part = std::span(text).subspan(begin, end - begin);
        const bool is_first = begin == 0;
        const std::size_t least = is_first ? 2 : 1;
        const std::size_t most = is_first ? 3 : 8;
        if (part.size() < least || part.size() > most) return false;
        if (!std::ranges::all_of(part, is_letter_or_digit)) return false;
        if (is_first && std::ranges::any_of(part, is_digit)) return false;
        std::ranges::transform(part, part.begin(), to_lower);
        if (!is_first && part.size() == 4) part.front() = to_upper(part.front());
        if (!is_first && part.size() == 2) std::ranges::transform(part, part.begin(), to_upper);
        begin = end + 1;
    }
    return true;
}

bool SlugRule::normalise(const std::string& text) {
    if (text.empty() || text.size() > max) return false;
    if (text.front() == '-' || text.back() == '-' || text.find("--") != text.npos) return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

std::string SlugRule::from_title(std::string_view title) {
    std::string slug;
    bool between_words = false;
    while (!title.empty()) {
        const auto code_point = take_code_point(title);
        if (!code_point) {
            title.remove_prefix(1);
            continue;
        }
        if (vanishes(*code_point)) continue;
        const auto letters = transliterate(*code_point);
        if (letters.empty()) {
            between_words = true;
            continue;
        }
        const bool hyphen = between_words && !slug.empty();
        if (slug.size() + letters.size() + (hyphen ? 1 : 0) > max) break;
        if (hyphen) slug += '-';
        slug += letters;
        between_words = false;
    }
    return slug;
}

}  // namespace kontor::platform
