#pragma once

#include "formats.hpp"
#include "notifications/templates.hpp"

#include <kainjow/mustache.hpp>

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <tuple>

namespace kontor::notifications {

struct TemplateName {
    std::string kind;  // or a layout
    std::string locale;
    std::string part;
    friend auto operator<=>(const TemplateName&, const TemplateName&) = default;
};

using Sources = std::map<TemplateName, std::string>;

// Where the templates of all languages are, and which of them a message is written from.
// Thread-safe.
class Templates {
public:
    // The files of the directory, unless that is empty, replace built-in ones: <kind>.<locale>.
    // <part>.mustache, or <kind>.<part>.mustache for the default locale. Throws
    // std::invalid_argument for a file that is none of these or has something wrong in it.
    Templates(const std::filesystem::path& directory, std::string default_locale,
              std::string time_zone);

    // What is wrong with these; see MessageTemplates::edit().
    std::vector<std::string> complaints_about(const std::string& kind, const std::string& locale,
                                              const Sources& sources) const;
    // What staff has written. Again with the same sources: costs nothing.
    void set_edited(const std::shared_ptr<const Sources>& sources);
    // These, as if staff had written the sources, and nothing else, for that kind and locale.
    std::unique_ptr<Templates> with_edited(const std::string& kind, const std::string& locale,
                                           const Sources& sources) const;

    // Nothing where neither the language nor those it falls back to have the part.
    std::optional<std::string> source(const std::string& kind, const std::string& part,
                                      const std::string& locale) const;
    std::vector<std::string> locales_of(const std::string& kind) const;
    const std::string& default_locale() const { return default_locale_; }

    std::optional<Letter> write(const std::string& kind, Channel channel, const std::string& locale,
                                const Values& values);

private:
    enum Layer { edited, directory, built_in };

    void read_directory(const std::filesystem::path& directory);
    const std::string* find(const std::string& kind, std::string_view part,
                            const std::string& locale) const;
    const std::string* find_layout(std::string_view layout, const std::string& part,
                                   const std::string& locale) const;
    // In which language all parts of the channel are, the nearest to the locale.
    std::optional<std::string> language_for(const std::string& kind, Channel channel,
                                            const std::string& locale) const;
    std::string known(const std::string& locale) const;
    kainjow::mustache::mustache& parsed(const std::string& kind, const std::string& part,
                                        const std::string& locale);
    const Formats& formats(const std::string& locale);

    const std::string default_locale_;
    const std::string time_zone_;
    mutable std::mutex mutex_;
    std::shared_ptr<const Sources> edited_;  // that the layer holds
    std::array<Sources, 3> layers_;
    std::map<TemplateName, kainjow::mustache::mustache> parsed_;
    std::map<std::string, std::unique_ptr<Formats>> formats_;
};

}  // namespace kontor::notifications
