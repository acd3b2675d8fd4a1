#include "templates.hpp"

#include "post_office.hpp"

using namespace kontor;
using namespace kontor::notifications;
using kainjow::mustache::data;

namespace {

void write(const Folder& folder, const std::string& name, const std::string& text) {
    std::filesystem::create_directories(folder.path());
    std::ofstream(folder.path() / name) << text;
}

std::string complaint(const Folder& folder) {
    try {
        Templates templates(folder.path());
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("values are escaped in HTML and stand as they are in text and subject") {
    Templates templates("");
    data values;
    values.set("number", "<1> & 2");
    const auto letter = templates.render("order_cancelled", values);
    CHECK(letter.subject.find("<1> & 2") != std::string::npos);
    CHECK(letter.text.find("<1> & 2") != std::string::npos);
    CHECK(letter.html.find("&lt;1&gt; &amp; 2") != std::string::npos);
    CHECK(letter.html.find("<1>") == std::string::npos);
}

TEST_CASE("a subject stays on one line whatever is in it") {
    Templates templates("");
    data values;
    values.set("number", "1\r\nBcc: all@example.org");
    CHECK_EQ(templates.render("order_cancelled", values).subject.find_first_of("\r\n"),
             std::string::npos);
}

TEST_CASE("a file replaces a built-in template, the others stay") {
    Folder folder;
    write(folder, "welcome.subject.mustache", "Moin {{name}}");
    write(folder, "notes.txt", "{{#open");
    Templates templates(folder.path());
    data values;
    values.set("name", "Ada");
    const auto letter = templates.render("welcome", values);
    CHECK_EQ(letter.subject, "Moin Ada");
    CHECK(letter.text.find("Hello Ada,") == 0);
}

TEST_CASE("a template that does not parse is named when the shop starts") {
    Folder folder;
    write(folder, "welcome.text.mustache", "Hello {{#name}}");
    CHECK(complaint(folder).find("welcome.text.mustache") != std::string::npos);
    PostOffice office;
    CHECK_THROWS_AS(make_notifications(office.database, office.clock, office.spool.path(),
                                       {.template_directory = folder.path()}),
                    std::runtime_error);
}

TEST_CASE("a file that replaces no template is named when the shop starts") {
    Folder folder;
    write(folder, "welcom.text.mustache", "Hello");
    CHECK(complaint(folder).find("welcom.text") != std::string::npos);
}
