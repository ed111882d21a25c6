/** Style sheets are files of our own origin; importing one only adds it to the page. */
declare module '*.css';
