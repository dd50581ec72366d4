"""A small export of every system whose headers are documented, with invented people in it."""

from __future__ import annotations

import csv
import io

#: By system: headers as documented, and two rows.
EXPORTS: dict[str, tuple[str, list[list[str]]]] = {
    "OpenCATS export": (
        "candidateID,lastName,firstName,phoneHome,phoneCell,email1,keySkills",
        [
            ["17", "Rust", "Julia", "", "+44 20 7946 0018", "julia@example.org",
             "Java, SQL, Kafka"],
            ["18", "Oduya", "Femi", "020 7946 0019", "", "femi@example.com", "PHP, MySQL"],
        ],
    ),
    "OpenCATS import": (
        "Full Name,First Name,Last Name,Address,City,State,Zip,Home Phone,Cell Phone,Work Phone,"
        "Notes,Current Employer,Email,Email 2,Web Site,Key Skills",
        [
            ["Julia Rust", "Julia", "Rust", "1 Ruby Road", "Chelsea", "Oregon", "97035", "",
             "503-555-0117", "", "Knows Kafka, says Bob; too old?", "Oracle", "julia@example.org",
             "", "https://julia.example.org", "Java, SQL"],
            ["Femi Oduya", "Femi", "Oduya", "", "", "", "", "", "", "", "", "SAP", "", "", "",
             "PHP"],
        ],
    ),
    "LinkedIn Recruiter import": (
        "First name,Last name,Email,Phone number,Job title,Company,Location,Pipeline stage,Note,"
        "Note visibility,Tags",
        [
            ["Julia", "Rust", "julia@example.org", "", "Java Developer", "Oracle", "Chelsea",
             "Contacted", "Wants too much. Kafka?", "ONLY_ME", "warm"],
            ["Femi", "Oduya", "", "", "Baker", "", "", "New", "", "", "cold"],
        ],
    ),
    "LinkedIn Talent Hub export": (
        "candidate_id,project_id,first_name,last_name,emails,phone_numbers,tags,profile_url,"
        "sourcing_channels,hiring_state_id,created_time,created_datetime,last_modified_time",
        [
            ["9001", "4", "Julia", "Rust", "julia@example.org;j.rust@example.com",
             "+44 20 7946 0018", "Java;SQL;Kafka", "https://example.com/in/julia", "SEARCH", "3",
             "1767225600000", "2026-01-01 00:00:00", "1772323200000"],
            ["9002", "4", "Femi", "Oduya", "femi@example.com", "", "PHP;MySQL", "", "JOB_POST",
             "2", "1767225600000", "2026-01-01 00:00:00", "1767225600000"],
        ],
    ),
    "Lever import": (
        "Full name,Lever Posting URL,Stage,Sources,Origin,Email,Links,Tags,Resume Filename,"
        "IsSecretNote",
        [
            ["Julia Rust", "https://jobs.example.com/java", "Screen", "Fair, Friend", "Sourced",
             "julia@example.org", "https://julia.example.org, https://example.com/j",
             "Java, SQL, Kafka", "julia_rust.pdf", "false"],
            ["Femi Oduya", "https://jobs.example.com/java", "New", "Fair", "Applied",
             "femi@example.com", "", "PHP, MySQL", "femi.pdf", "false"],
        ],
    ),
    "Greenhouse import": (
        "First Name,Last Name,Company,Title,Notes,Email,Phone,Social Media,Website,Address,Source,"
        "Who gets credit,Job,Department,Office,Prospect Pool,Prospect Stage",
        [
            ["Julia", "Rust", "Oracle", "Java Developer", "Kafka, they say", "julia@example.org",
             "", "", "", "1 Ruby Road", "Fair", "Bob Holt", "Go Developer", "Data", "Oslo",
             "Java", ""],
            ["Femi", "Oduya", "", "Baker", "", "", "", "", "", "", "", "", "", "", "", "", ""],
        ],
    ),
    "Recruitee import": (
        "Name,Jobs,Emails,Phones,Tags,Sources,Links,Social Links,Cover Letter",
        [
            ["Julia Rust", "Go Developer", "julia@example.org", "", "warm", "Fair", "", "",
             "I am Julia Rust. I have written Java and SQL for six years."],
            ["Femi Oduya", "Go Developer", "femi@example.com", "", "", "", "", "",
             "I bake bread and cakes and would like to change."],
        ],
    ),
    "PeopleForce import": (
        "full_name,email,gender,skills,phone_numbers,skype_id,source,linkedin_url,position,location,"
        "facebook_url,added_on,date_of_birth,desired_salary,currency_code,notes,created_by_id",
        [
            ["Julia Rust", "julia@example.org", "female", "Java, SQL", "", "julia.go", "Fair", "",
             "Java Developer", "Chelsea", "", "2026-02-01", "1970-05-01", "90000", "EUR",
             "Kafka?", "7"],
            ["Femi Oduya", "femi@example.com", "male", "PHP", "", "", "", "", "Baker", "", "",
             "2026-02-02", "1999-01-01", "", "", "", "7"],
        ],
    ),
    "Zoho Recruit export": (
        "Candidate ID,Candidate Owner,Salutation,First Name,Last Name*,Candidate Source,Industry,"
        "Phone,Mobile,Fax,Email,Secondary Email,Skype ID,Web site,Candidate Status,Rating,"
        "No. of Employees,Email Opt-out,Created By,Modified By,Street,City,Experience in Years,"
        "Current Job Title,Current Employer,Highest Qualification Held,Skill Set,Additional Info,"
        "Created Time,Modified Time",
        [
            ["ZR_1", "Bob Holt", "Ms.", "Julia", "Rust", "Fair", "Java", "", "", "",
             "julia@example.org", "", "", "", "New", "5", "", "False", "Bob Holt", "Bob Holt",
             "1 Ruby Road", "Chelsea", "6", "Java Developer", "Oracle", "BSc Computer Science",
             "Java, SQL", "Kafka?", "2026-01-01", "2026-03-01"],
            ["ZR_2", "Bob Holt", "Mr.", "Femi", "Oduya", "", "", "", "", "", "femi@example.com",
             "", "", "", "New", "1", "", "False", "Bob Holt", "", "", "", "1", "Baker", "", "",
             "PHP", "", "2026-01-01", "2026-03-01"],
        ],
    ),
    "HR applicant survey": (
        "applicant_reference,first_name,last_name,email,stage,location,department,job_title,"
        "job_family,source,date_applied",
        [
            ["A-1", "Julia", "Rust", "julia@example.org", "new", "Chelsea", "Data",
             "Java Developer", "Engineering", "fair", "2026-01-01"],
            ["A-2", "Femi", "Oduya", "femi@example.com", "new", "Leeds", "Data", "Java Developer",
             "Engineering", "fair", "2026-01-02"],
        ],
    ),
}  # fmt: skip


def export_csv(system: str) -> str:
    """The export of a system as CSV text."""
    header, rows = EXPORTS[system]
    out = io.StringIO()
    out.write(header + "\r\n")
    csv.writer(out).writerows(rows)
    return out.getvalue()
