RUN SCRIPT 'more.sql';
